package dev.freshet.serving.access;

import static java.util.stream.Collectors.joining;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a node keeps of a key: not the key itself, but a salted hash of its secret. A secret has 256
 * random bits, so nobody can try them all, and a slow hash, which protects secrets that people can
 * remember, would only slow every request down.
 */
final class ApiKey {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final int SECRET_BYTES = 32;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  private final String id;
  private final Set<Role> roles;
  private final byte[] salt;
  private final byte[] hash;

  private ApiKey(String id, Set<Role> roles, byte[] salt, byte[] hash) {
    this.id = id;
    this.roles = EnumSet.copyOf(roles);
    this.salt = salt;
    this.hash = hash;
  }

  /**
   * A new key and what a node is to know of it.
   *
   * @param secret what its holder sends, shown once
   */
  record Made(String secret, ApiKey key) {}

  /**
   * Makes a key.
   *
   * @throws IllegalArgumentException if the id or the roles cannot be written
   */
  static Made make(String id, Set<Role> roles, SecureRandom random) {
    checkId(id);
    if (roles.isEmpty()) {
      throw new IllegalArgumentException("a key needs a role");
    }
    String secret = base64(bytes(SECRET_BYTES, random));
    byte[] salt = bytes(SALT_BYTES, random);
    return new Made(
        PresentedKey.PREFIX + id + "." + secret, new ApiKey(id, roles, salt, hash(salt, secret)));
  }

  /**
   * Reads what {@link #record} wrote: {@code id:role:salt:hash}, several roles joined by {@code +}.
   *
   * @throws IllegalArgumentException if it is something else; the message says where, without the
   *     record
   */
  static ApiKey parse(String record) {
    String[] parts = record.split(":", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException(
          "freshet.access.keys: a key must be written id:role:salt:hash");
    }
    checkId(parts[0]);
    return new ApiKey(
        parts[0],
        roles(parts[1]),
        bytes(parts[0], parts[2], SALT_BYTES),
        bytes(parts[0], parts[3], HASH_BYTES));
  }

  /** The roles of a list joined by {@code +}. */
  static Set<Role> roles(String titles) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String title : titles.split("\\+", -1)) {
      roles.add(
          Role.of(title)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "a role must be ingest, read or admin, not " + title)));
    }
    return roles;
  }

  private static void checkId(String id) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "the id of a key must be 1 to 64 letters, digits or hyphens: " + id);
    }
  }

  /** Name of the key, which is no secret. */
  String id() {
    return id;
  }

  /** What its holder may do, included roles among them. */
  Set<Role> roles() {
    Set<Role> all = EnumSet.noneOf(Role.class);
    roles.forEach(role -> all.addAll(role.included()));
    return all;
  }

  /** Whether a page may show it to its visitors: it sends events and does nothing else. */
  boolean isPublic() {
    return roles.equals(Set.of(Role.INGEST));
  }

  /** Whether the secret is the key's; takes as long whether it nearly is or not at all. */
  boolean matches(String secret) {
    return MessageDigest.isEqual(hash, hash(salt, secret));
  }

  /** The line to configure. */
  String record() {
    return String.join(
        ":", id, roles.stream().map(Role::title).collect(joining("+")), base64(salt), base64(hash));
  }

  private static byte[] hash(byte[] salt, String secret) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(salt);
      return digest.digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] bytes(int count, SecureRandom random) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] bytes(String id, String base64, int count) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(base64);
      if (bytes.length == count) {
        return Arrays.copyOf(bytes, count);
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "freshet.access.keys: salt and hash of %s must be base64".formatted(id), e);
    }
    throw new IllegalArgumentException(
        "freshet.access.keys: salt and hash of %s must have %d and %d bytes"
            .formatted(id, SALT_BYTES, HASH_BYTES));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
