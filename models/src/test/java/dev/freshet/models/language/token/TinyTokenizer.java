package dev.freshet.models.language.token;

/** A {@code tokenizer.json} of bytes and one pair, with the marks of ChatML. */
public final class TinyTokenizer {

  /** Pieces {@code a}, {@code b}, a space, {@code ab}, the two bytes of é, and two marks. */
  public static final String JSON =
      """
      {"version":"1.0","truncation":null,"padding":null,"added_tokens":[
      {"id":6,"content":"<|im_start|>","single_word":false,"lstrip":false,"rstrip":false,
      "normalized":false,"special":true},
      {"id":7,"content":"<|im_end|>","single_word":false,"lstrip":false,"rstrip":false,
      "normalized":false,"special":true}],
      "normalizer":null,
      "pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,
      "use_regex":true},
      "post_processor":null,
      "decoder":{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true},
      "model":{"type":"BPE","dropout":null,"unk_token":null,"continuing_subword_prefix":null,
      "end_of_word_suffix":null,"fuse_unk":false,"byte_fallback":false,"ignore_merges":false,
      "vocab":{"a":0,"b":1,"\u0120":2,"ab":3,"\u00c3":4,"\u00a9":5},"merges":["a b"]}}
      """;

  private TinyTokenizer() {}
}
