package dev.freshet.models.language.text;

import java.util.List;
import java.util.Locale;

/** What a model continues. */
public sealed interface Prompt {

  /** A text that is continued as it stands; may be empty. */
  record Raw(String text) implements Prompt {}

  /**
   * A conversation that the assistant continues.
   *
   * @param messages at least 1
   */
  record Chat(List<Message> messages) implements Prompt {
    public Chat {
      messages = List.copyOf(messages);
      if (messages.isEmpty()) {
        throw new IllegalArgumentException("a conversation needs at least one message");
      }
    }
  }

  /** One message of a conversation. */
  record Message(Role role, String content) {}

  /** Who speaks. */
  enum Role {
    SYSTEM,
    USER,
    ASSISTANT;

    /** As it is written in templates and requests. */
    public String written() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A text that is continued as it stands. */
  static Prompt raw(String text) {
    return new Raw(text);
  }

  /** One message of the user. */
  static Prompt user(String content) {
    return new Chat(List.of(new Message(Role.USER, content)));
  }
}
