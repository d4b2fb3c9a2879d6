"""The entailment model: a cross-encoder made from its configuration, with random weights."""

from pathlib import Path

import pytest

from index.encoder import prepare_libraries
from index.entailing import EntailmentModel
from index.errors import NoModel

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "rain", "sun"]
NAMES = ("CONTRADICTION", "ENTAILMENT", "NEUTRAL")


def tiny_model(folder: Path, labels: tuple[str, ...]) -> Path:
    """A folder with a cross-encoder of one layer, 8 wide, that knows two words; its answer is a constant."""
    prepare_libraries()
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.WordLevel({word: at for at, word in enumerate(WORDS)}, unk_token="[UNK]"))  # noqa: S106 - a token of text
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    special = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **special).save_pretrained(folder)  # type: ignore[no-untyped-call]  # it has no types
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=1,
        intermediate_size=8,
        max_position_embeddings=32,
        id2label=dict(enumerate(labels)),
        label2id={label: at for at, label in enumerate(labels)},
    )
    model = BertForSequenceClassification(config)
    with torch.no_grad():
        model.classifier.weight.zero_()
        model.classifier.bias.copy_(torch.tensor([float(at) for at in range(len(labels))]))
    model.save_pretrained(folder)
    return folder


def test_labels_are_taken_as_the_model_names_them(tmp_path: Path) -> None:
    """Its three numbers are 0, 1 and 2: a softmax of .09, .24 and .67, contradiction first."""
    model = EntailmentModel(str(tiny_model(tmp_path / "nli", NAMES)))
    votes = model.votes([("rain rain", "sun"), ("sun", "sun")])
    rounded = [(round(one.entailment, 2), round(one.neutral, 2), round(one.contradiction, 2)) for one in votes]
    assert rounded == [(0.24, 0.67, 0.09)] * 2
    assert (model.name, model.votes([])) == ("nli", ())


def test_a_model_of_other_labels_is_refused(tmp_path: Path) -> None:
    """A reranker has no verdict on a claim."""
    folder = tiny_model(tmp_path / "rank", ("LABEL_0", "LABEL_1", "LABEL_2"))
    with pytest.raises(NoModel, match="is none for entailment: its labels are LABEL_0, LABEL_1, LABEL_2"):
        EntailmentModel(str(folder)).votes([("rain", "sun")])


def test_a_missing_model_is_named_with_the_remedy(tmp_path: Path) -> None:
    """An empty folder holds none."""
    with pytest.raises(NoModel, match=r"^The entailment model .* cannot be loaded \(.*\): .*ASSISTANT_NLI"):
        EntailmentModel(str(tmp_path)).votes([("rain", "sun")])
