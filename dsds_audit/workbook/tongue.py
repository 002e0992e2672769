"""In which language a workbook, or a form of another tool, was made, so that it is read back in it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from dsds_audit.rubric import Rubric
from dsds_audit.speech import ENGLISH_SPEECH, Speech, current_speech, speaking
from dsds_audit.speech_files import load_speech, spoken_languages
from dsds_audit.translation import original_of

_AS_WRITTEN = "-"


@dataclass(frozen=True, slots=True)
class Tongue:
    """``texts`` is the language of the rubric's texts where they are translated, else empty; ``words`` is
    that of all other words."""

    texts: str = ""
    words: str = ENGLISH_SPEECH.language

    def __str__(self) -> str:
        """As it is written down: empty for English as the rubric has it, ``es``, or both languages."""
        if self.words == _speech_of(self.texts).language:
            return self.texts
        return f"{self.texts or _AS_WRITTEN} {self.words}"

    def rubric(self, rubric_of: Callable[..., Rubric], ref: str) -> Rubric:
        """The rubric of a name in this language."""
        return rubric_of(ref, self.texts) if self.texts else original_of(rubric_of(ref))

    def spoken(self) -> AbstractContextManager[None]:
        """Say everything in this language meanwhile."""
        return speaking(_speech_of(self.words))


def tongue_of(rubric: Rubric) -> Tongue:
    """The language that is spoken now around a rubric."""
    translated = rubric is not original_of(rubric)
    return Tongue(rubric.language if translated else "", current_speech().language)


def read_tongue(text: str) -> Tongue:
    """The language that was written down."""
    texts, _, words = text.partition(" ")
    texts = "" if texts == _AS_WRITTEN else texts
    return Tongue(texts, words or _speech_of(texts).language)


def _speech_of(language: str) -> Speech:
    """How a language is spoken; what came with a file names no other file."""
    known = set(spoken_languages()).intersection((language, language.partition("-")[0]))
    return load_speech(known.pop()) if known else ENGLISH_SPEECH
