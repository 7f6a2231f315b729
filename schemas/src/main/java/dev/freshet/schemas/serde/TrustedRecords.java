package dev.freshet.schemas.serde;

import org.apache.avro.util.ClassSecurityValidator;

/**
 * Lets Avro instantiate the records that are generated from our schemas: it refuses every class
 * that was not named as trusted. Whoever reads them other than through {@link AvroSerde} calls
 * {@link #trust} first.
 */
public final class TrustedRecords {

  private static final String PACKAGE = "dev.freshet.";

  static {
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(), type -> type.getName().startsWith(PACKAGE)));
  }

  private TrustedRecords() {}

  /** Trusts our records in this JVM, in addition to what was trusted before. */
  public static void trust() {
    // done by the static initialiser, once
  }
}
