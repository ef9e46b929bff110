"""Word lists, and the words of categories, levels, flags and fields, as sets of words in normal form."""

from generator.diagnostics import Diagnostic
from generator.language.rules import WordList
from generator.language.spec import Spec
from generator.language.values import Phrase, Written
from generator.nodes import error
from generator.process.characters import collapsed, normal
from generator.process.model import Reading, Word, WordSet


class WordSets:
    """Makes the sets of one spec; a word that is never negated anywhere is so everywhere."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.found: list[Diagnostic] = []
        self.sets: dict[str, WordSet] = {}
        self.stubborn = self.never_negated(spec)
        for word_list in spec.word_lists:
            self.sets[word_list.id.text] = self.make(word_list.id.text, word_list.id, word_list.words)
        for category in spec.categories:
            self.own(f"category.{category.id.text}", category.label, category.words)
        for level in spec.urgency:
            self.own(f"level.{level.id.text}", level.label, level.words)
        for flag in spec.flags:
            self.own(f"flag.{flag.id.text}", flag.label, flag.words)
        for field in spec.fields:
            if field.detect:
                for value in field.values:
                    key = normal(value.text).replace(" ", "_")
                    self.own(f"field.{field.id.text}.{key}", value, (value,))
            self.own(f"field.{field.id.text}", field.label, field.words)

    def own(self, id: str, label: Written, words: tuple[Phrase, ...]) -> None:
        if words:
            self.sets[id] = self.make(id, label, words)

    def of(self, lists: tuple[Written, ...], own: str) -> tuple[str, ...]:
        """The ids of the sets that `lists` name and of `own`, where they exist."""
        return tuple(id for id in (*(one.text for one in lists), own) if id in self.sets)

    def make(self, id: str, label: Written, phrases: tuple[Phrase, ...]) -> WordSet:
        words: dict[str, Word] = {}
        for phrase in phrases:
            word = self.word(phrase)
            if word is None:
                continue
            key = word.text + ("*" if word.is_prefix else "")
            if key in words:
                message = f"`{phrase.text}` stands twice in this list"
                self.found.append(Diagnostic(code="CP319", severity="warning", message=message, span=phrase.span))
            words.setdefault(key, word)
        return WordSet(id=id, label=label.text, words=tuple(words.values()), because=label.span)

    def word(self, phrase: Written) -> Word | None:
        shown = collapsed(phrase.text)
        is_prefix = shown.endswith("*")
        text = normal(shown.rstrip("*"))
        if not text:
            message = f"nothing is left of `{phrase.text}` when it is cleaned"
            self.found.append(error("CP218", message, phrase.span, "a word needs letters or digits"))
            return None
        key = text + ("*" if is_prefix else "")
        return Word(text=text, shown=shown, is_prefix=is_prefix, never_negate=key in self.stubborn, because=phrase.span)

    def never_negated(self, spec: Spec) -> frozenset[str]:
        listed: list[WordList] = [one for one in spec.word_lists if one.never_negate]
        phrases = [phrase for one in listed for phrase in one.words]
        phrases += [phrase for category in spec.categories if category.never_negate for phrase in category.words]
        shown = [collapsed(phrase.text) for phrase in phrases]
        return frozenset(normal(one.rstrip("*")) + ("*" if one.endswith("*") else "") for one in shown)

    def reading(self) -> Reading:
        matching = self.spec.matching
        cues = self.cleaned(matching.negation)
        forwards = self.cleaned(matching.forwards)
        history = []
        for literal in matching.history:
            if not literal.text.strip():
                self.found.append(error("CP218", "a mark of quoted text must not be blank", literal.span))
            else:
                history.append(literal.text.lower())
        return Reading(
            cues=cues, history=tuple(dict.fromkeys(history)), forwards=forwards, sets=tuple(self.sets.values())
        )

    def cleaned(self, phrases: tuple[Written, ...]) -> tuple[str, ...]:
        texts = []
        for phrase in phrases:
            text = normal(phrase.text)
            if not text:
                message = f"nothing is left of `{phrase.text}` when it is cleaned"
                self.found.append(error("CP218", message, phrase.span, "a word needs letters or digits"))
            else:
                texts.append(text)
        return tuple(dict.fromkeys(texts))
