"""What both interfaces share: the collections, the faults, and who may come in."""


class House:
    def __init__(self, storage, access, faults, is_null=False):
        self.storage, self.access, self.faults = storage, access, faults
        # Takes every upsert and keeps nothing, to measure clients.
        self.is_null = is_null

    @property
    def version(self):
        return self.storage.version

    async def serve(self, operation, headers, call):
        """Calls `call` and returns its result, and whether the answer shall say "not yet done"."""
        self.access.check(operation, headers)
        rule = await self.faults.before(operation, headers)
        result = call()
        await self.faults.after(rule)
        return result, rule is not None and rule["do"] == "wait_timeout"
