package dev.freshet.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A key pair for TLS on this machine, with a certificate that nobody else has signed.
 *
 * @param keyStore of the type PKCS12
 * @param certificate of the key pair, PEM; what clients have to trust
 */
public record SelfSigned(Path keyStore, Path certificate) {

  /** Opens the key store. */
  public static final String PASSWORD = "of-this-test";

  /** Type of the key store. */
  public static final String TYPE = "PKCS12";

  private static final String ALIAS = "server";

  /** A new one in {@code dir}. */
  public static SelfSigned in(Path dir) {
    Path store = dir.resolve("server.p12");
    Path certificate = dir.resolve("server.pem");
    keytool(
        store,
        "-genkeypair",
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-ext",
        "SAN=dns:localhost,ip:127.0.0.1");
    keytool(store, "-exportcert", "-rfc", "-file", certificate.toString());
    return new SelfSigned(store, certificate);
  }

  private static void keytool(Path store, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of(
            "-alias",
            ALIAS,
            "-storetype",
            TYPE,
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD));
    try {
      Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
      if (keytool.waitFor() != 0) {
        throw new IllegalStateException("keytool: " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("running keytool", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while keytool ran", e);
    }
  }
}
