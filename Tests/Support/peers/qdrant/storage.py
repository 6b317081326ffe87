"""All collections and aliases, in one folder that survives the server."""
import os
import shutil

import layout
from collection import Collection
from keeping import load, save
from refusals import Refusal

NOT_IN_NAMES = set('<>:"/\\|?*\0\x1f')


class Storage:
    def __init__(self, folder, version):
        self.folder, self.version = folder, version
        self.collections, self.aliases = {}, {}
        # Ids that no upsert gets through, and how often `status` is to say what.
        self.poison, self.moods = set(), []
        # How many points the indexes of some fields claim to hold.
        self.thin = {}
        self.home = os.path.join(folder, "collections")
        os.makedirs(self.home, exist_ok=True)
        self.alias_file = os.path.join(folder, "aliases.json")
        if os.path.exists(self.alias_file):
            self.aliases = load(self.alias_file)
        for name in sorted(os.listdir(self.home)):
            self._open(name)

    def _open(self, name):
        facts = os.path.join(self.home, name, "meta.json")
        if os.path.exists(facts):
            self.collections[name] = Collection(self, name, load(facts), is_new=False)
        else:  # The server died while it made this one.
            shutil.rmtree(os.path.join(self.home, name))

    def status(self):
        """Green with an empty queue, unless something else was asked for."""
        if not self.moods:
            return "green", 0
        mood = self.moods[0]
        mood["times"] = mood.get("times", 1) - 1
        if mood["times"] <= 0:
            self.moods.pop(0)
        return mood.get("status", "green"), mood.get("queue", 0)

    def exists(self, name):
        return name in self.collections or name in self.aliases

    def get(self, name):
        found = self.collections.get(name) or self.collections.get(self.aliases.get(name))
        if found is None:
            raise Refusal("not_found", f"Collection `{name}` doesn't exist!")
        return found

    def create(self, name, asked):
        if not name or len(name) > 255 or set(name) & NOT_IN_NAMES:
            raise Refusal("invalid", "[collection_name: invalid]")
        if name in self.collections:
            raise Refusal("exists", f"Collection `{name}` already exists!")
        if name in self.aliases:
            raise Refusal(
                "bad_input", f"Can't create collection with name {name}. "
                "Alias with the same name already exists")
        try:
            facts = layout.new_configuration(self.version.without_unknown(asked))
            self.collections[name] = Collection(self, name, facts, is_new=True)
        except Exception:
            shutil.rmtree(os.path.join(self.home, name), ignore_errors=True)
            raise
        return True

    def delete(self, name):
        """An alias is not followed; the aliases of a collection go with it."""
        kept = {alias: target for alias, target in self.aliases.items() if target != name}
        if kept != self.aliases:
            self.aliases = kept
            save(self.alias_file, self.aliases)
        collection = self.collections.pop(name, None)
        if collection is None:
            return False
        collection.shard.close()
        shutil.rmtree(collection.folder)
        return True

    def change_aliases(self, actions):
        """One by one: those before one that fails stay done."""
        for action in actions:
            for kind, words in action.items():
                getattr(self, "_" + kind)(words)
            save(self.alias_file, self.aliases)
        return True

    def _create_alias(self, words):
        if words["collection_name"] not in self.collections:
            raise Refusal("not_found", f"Collection `{words['collection_name']}` doesn't exist!")
        if words["alias_name"] in self.collections:
            raise Refusal("exists", f"Collection `{words['alias_name']}` already exists!")
        self.aliases[words["alias_name"]] = words["collection_name"]

    def _delete_alias(self, words):
        self.aliases.pop(words["alias_name"], None)

    def _rename_alias(self, words):
        if words["old_alias_name"] not in self.aliases:
            raise Refusal("not_found", f"Alias {words['old_alias_name']} does not exists!")
        self.aliases[words["new_alias_name"]] = self.aliases.pop(words["old_alias_name"])

    def flush(self):
        for collection in list(self.collections.values()):
            collection.flush()

    def close(self):
        for collection in self.collections.values():
            collection.shard.close()
