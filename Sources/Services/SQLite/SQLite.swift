// SQLite: one database file, one lane.
//
// It is given SQL with bound values and returns rows; every statement is finalised by its owner and
// every blocking call runs on the connection's own lane. It knows nothing of what the tables mean.
