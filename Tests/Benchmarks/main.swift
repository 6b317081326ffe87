// bench: what a plan and an apply cost, measured from outside on the program as it is released.
//
//   bench PROGRAM ROWS FOLDER
//
// It writes seeded data into FOLDER, runs the program on it, prints one line for each measurement,
// and removes FOLDER again. A run that ends with another exit code than expected ends the benchmark:
// a number is worth nothing when the program did not do the work.
import Glibc

guard CommandLine.arguments.count == 4, let rows = Int(CommandLine.arguments[2]), rows >= 1000
else { fail("usage: bench PROGRAM ROWS FOLDER, with at least 1000 rows") }
let program = CommandLine.arguments[1]
let folder = CommandLine.arguments[3]
guard mkdir(folder, 0o755) == 0 else { fail("\(folder) is there already, or cannot be made") }
guard chdir(folder) == 0 else { fail("cannot work in \(folder)") }
setenv("PLUMB_CACHE", "\(folder)/cache", 1)
setenv("PLUMB_CONNECTIONS", "", 1)

let data = Dataset(folder: folder, rows: rows)
refuseSmallDisk(data)
data.writeVersion(1)
data.writeVersion(2)
data.writeCatalog()

let report = Report(rows: rows)
report.head(fileBytes: size(data.file(1)))

/// One run of the program, with the exit code that shows it did what it was to do.
func plumb(_ title: String, _ words: [String], expecting exit: Int32) -> Measured {
  let log = title.map { $0 == " " ? "-" : String($0) }.joined() + ".log"
  let measured = Measured.run([program] + words, log: log)
  guard measured.exit == exit else {
    fail("'\(title)' ended with \(measured.exit), not \(exit); see \(folder)/\(log)")
  }
  report.line(title, measured)
  return measured
}

let plan = ["plan", "bench.yaml", "--detailed-exitcode"]
let apply = ["apply", "bench.yaml", "--yes"]
data.writeManifest(version: 1)
let first = plumb("first plan", plan, expecting: 2)
let rival = Measured.run(
  [
    "python3", "-c",
    "import json\nfor line in open('stores/bench/v1/rows.jsonl', 'rb'): json.loads(line)",
  ], log: "rival.log")
if rival.exit == 0 { report.line("python3 json.loads", rival) }
_ = plumb("first apply", apply, expecting: 0)
let noChange = plumb("plan without changes", plan, expecting: 0)
_ = plumb("the same, no index", plan + ["--no-cache"], expecting: 0)
data.writeManifest(version: 2)
_ = plumb("plan of 1 % changes", plan, expecting: 2)
_ = plumb("apply of 1 % changes", apply, expecting: 0)
_ = plumb("plan after that", plan, expecting: 0)
report.end(first: first, noChange: noChange, rival: rival.exit == 0 ? rival : nil)
removeFolder(folder)
