/// The opcodes that pickles are written with, and those that are known and refused.
enum Opcode: UInt8 {
  case proto = 0x80, frame = 0x95, stop = 0x2E, mark = 0x28
  case none = 0x4E, newTrue = 0x88, newFalse = 0x89
  case binInt1 = 0x4B, binInt2 = 0x4D, binInt = 0x4A, long1 = 0x8A, long4 = 0x8B
  case int = 0x49, long = 0x4C, float = 0x46, binFloat = 0x47
  case shortBinUnicode = 0x8C, binUnicode = 0x58, binUnicode8 = 0x8D, unicode = 0x56
  case shortBinString = 0x55, binString = 0x54, string = 0x53
  case shortBinBytes = 0x43, binBytes = 0x42, binBytes8 = 0x8E, byteArray8 = 0x96
  case emptyList = 0x5D, append = 0x61, appends = 0x65, list = 0x6C
  case emptyDict = 0x7D, setItem = 0x73, setItems = 0x75, dict = 0x64
  case emptySet = 0x8F, addItems = 0x90, frozenSet = 0x91
  case emptyTuple = 0x29, tuple1 = 0x85, tuple2 = 0x86, tuple3 = 0x87, tuple = 0x74
  case memoize = 0x94, put = 0x70, binPut = 0x71, longBinPut = 0x72
  case get = 0x67, binGet = 0x68, longBinGet = 0x6A
  case global = 0x63, stackGlobal = 0x93, reduce = 0x52, newObject = 0x81, build = 0x62
  case pop = 0x30, popMark = 0x31
  // Refused by name.
  case instance = 0x69, object = 0x6F, newObjectEx = 0x92, duplicate = 0x32
  case persistentID = 0x50, binPersistentID = 0x51
  case extension1 = 0x82, extension2 = 0x83, extension4 = 0x84
  case nextBuffer = 0x97, readOnlyBuffer = 0x98
}
