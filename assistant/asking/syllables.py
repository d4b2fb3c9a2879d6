"""Whether a word is a Vietnamese syllable: what is not, in a Vietnamese text, is a foreign name."""

import re

from index.folding import fold

# Vietnamese syllables without marks: an onset, if any, and a rhyme. After Đoàn Thiện Thuật, Ngữ âm tiếng Việt (1977).
_BACK = r"(?:c|b|ch|d|g|gi|h|kh|l|m|n|ng|nh|p|ph|q|r|s|t|th|tr|v|x)?"
_FRONT = r"(?:k|b|ch|d|gh|gi|g|h|kh|l|m|n|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?"
_BACK_RHYMES = (
    "a ac ach ai am an ang anh ao ap at au ay o oa oac oach oai oam oan oang oanh oat oay oc oe oen oeo oet oi om on "
    "ong ooc oong op ot u ua uan uang uat uay uc ue uech uenh ui um un ung uoc uoi uom uon uong uop uot uou up ut uu "
    "uy uya uych uyen uyet uynh uyt uyu uo ua uac uach uai uanh uao uap uen ueo uet uit"
)
_FRONT_RHYMES = (
    "e ec ech em en eng enh eo ep et eu i ia ich iec iem ien ieng iep iet ieu im in inh ip it iu y yem yen yet yeu"
)
_SYLLABLE = re.compile(
    rf"{_BACK}(?:{'|'.join(_BACK_RHYMES.split())})|{_FRONT}(?:{'|'.join(_FRONT_RHYMES.split())})|gi|gin|giet|gieng|gi[mn]"
)


def is_syllable(word: str) -> bool:
    """Whether the word could be a Vietnamese syllable, with or without its marks.

    >>> [is_syllable(word) for word in ("Viêng", "nghiêng", "Quỳnh", "Chanthaboun", "Sok", "Kang")]
    [True, True, True, False, False, False]
    """
    return _SYLLABLE.fullmatch(fold(word)) is not None
