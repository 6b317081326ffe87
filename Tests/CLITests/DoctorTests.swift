import TestSupport
import Testing

@testable import CLI

@Suite(.timeLimit(.minutes(15))) struct `The doctor` {
  private let scratch = StoreScratch()

  private func doctor(_ stores: String, _ more: String...) async -> Session {
    let file = scratch.write(
      "plumb.yaml",
      """
      apiVersion: plumb/v1
      kind: Connections
      stores:
        \(stores)
      targets:
        dev: { local: { path: ./plumb.db } }

      """)
    return await Session.run(
      ["doctor", "--connections", file] + more,
      environment: [
        "HOME": scratch.path, "AWS_ACCESS_KEY_ID": "KEY", "AWS_SECRET_ACCESS_KEY": "hush-hush",
        "AWS_EC2_METADATA_DISABLED": "true",
      ])
  }

  @Test func `finds all well`() async {
    scratch.write("stores/metadata.json", "{\"docs\":[]}")
    let session = await doctor("own: { files: { path: ./stores } }")
    #expect(session.code == .ok)
    #expect(
      session.output == """
        plumb 0.1.0
        store own: ok, \(scratch.path)/stores: 1 in its metadata.json
        target dev: ok, answers

        """)
  }

  @Test func `says what does not answer, and as whom it asked, but no secret`() async {
    let session = await doctor(
      "lake: { s3: { bucket: lake, profile: search, endpoint: \"http://127.0.0.1:1\" } }")
    #expect(session.code == .failure)
    #expect(
      session.output == """
        plumb 0.1.0
        store lake: failed, there is no profile "search" in the AWS configuration files
          hint: there is none at all; see ~/.aws/config
        target dev: ok, answers

        """)
    let denied = await doctor(
      "lake: { s3: { bucket: lake, endpoint: \"http://127.0.0.1:1\" } }", "--json")
    #expect(denied.code == .failure)
    #expect(denied.output.contains("the environment (AWS_ACCESS_KEY_ID)"))
    #expect(denied.output.contains("cannot read s3://lake/metadata.json: "))
    #expect(!(denied.output + denied.errors).contains("hush"))
  }
}
