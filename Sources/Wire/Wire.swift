// Wire: bytes in and out, purely.
//
// It is given bytes or values and returns the other: JSON read and written, hexadecimal, base64,
// percent encoding, RFC 3339 instants. It never touches a file or a socket, and never copies a
// float by way of text unless the format is text.
