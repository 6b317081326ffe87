// Engine: the only place where the stages meet.
//
// It opens what the manifest and the connections name, runs the stages in their order, and returns
// plans and receipts. Planning is given readers only, so that a plan cannot write is a fact of types.
