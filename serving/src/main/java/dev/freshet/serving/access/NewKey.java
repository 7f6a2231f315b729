package dev.freshet.serving.access;

import java.security.SecureRandom;

/** Makes a key: prints it, this once, and the line to configure. */
public final class NewKey {

  private NewKey() {}

  /**
   * Prints a new key.
   *
   * @param args the key's id, and its roles joined by {@code +}
   */
  @SuppressWarnings("SystemOut") // a command's answer
  public static void main(String[] args) {
    if (args.length != 2) {
      System.err.println("usage: NewKey ID ROLES");
      System.exit(2);
    }
    try {
      System.out.print(text(args[0], args[1]));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  static String text(String id, String roles) {
    ApiKey.Made made = ApiKey.make(id, ApiKey.roles(roles), new SecureRandom());
    return """
        The key, which nobody can show again. It is sent as "Authorization: Bearer KEY" or "X-API-Key: KEY":

          %s

        What a node is to know of it, in freshet.access.keys, where several are separated by commas:

          %s
        """
        .formatted(made.secret(), made.key().record());
  }
}
