"""Names of armed parties → actors, by place and day. A new theatre of war is rows of data, not code."""

from territory.extract.actors.lexicon import ActorLexicon, ActorSense
from territory.extract.actors.tables import ActorAlias, AliasUse, bundled_actors, read_aliases

__all__ = ["ActorAlias", "ActorLexicon", "ActorSense", "AliasUse", "bundled_actors", "read_aliases"]
