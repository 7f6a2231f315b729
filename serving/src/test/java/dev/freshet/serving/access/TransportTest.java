package dev.freshet.serving.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.serving.Http;
import dev.freshet.serving.Http.Answer;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What travels around an answer: TLS, and the headers that browsers look at. */
class TransportTest {

  private static final String PASSWORD = "of-this-test";

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/trending", "/health", "/openapi.yml", "/nowhere", "/v1/trending?x=1"})
  void tellsBrowsersWhatNotToDo(String path) {
    try (EmbeddedServer server = start(Map.of())) {
      Answer answer = new Http(server.getURI()).get(path);

      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
      assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
      assertThat(answer.header("Content-Security-Policy"))
          .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
          .doesNotContain("unsafe", "*");
      assertThat(answer.header("Strict-Transport-Security")).isEmpty();
      assertThat(answer.header("Cache-Control").equals("no-store"))
          .isEqualTo(path.startsWith("/v1"));
    }
  }

  @Test
  void tellsBrowsersSoEvenWhenItSendsThemAway() {
    String record = ApiKey.make("ops", Set.of(Role.ADMIN), new SecureRandom()).key().record();
    try (EmbeddedServer server = start(Map.of("freshet.access.keys", record))) {
      Answer answer = new Http(server.getURI()).get("/v1/trending");

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
    }
  }

  @Test
  void speaksTlsWithTheKeyStoreThatItIsGiven() throws Exception {
    Path store = keyStore();
    try (EmbeddedServer server =
        start(
            Map.of(
                "micronaut.server.ssl.enabled", "true",
                "micronaut.server.ssl.port", "-1",
                "micronaut.server.ssl.key-store.path", store.toUri().toString(),
                "micronaut.server.ssl.key-store.type", "PKCS12",
                "micronaut.server.ssl.key-store.password", PASSWORD))) {
      assertThat(server.getURI().getScheme()).isEqualTo("https");

      Answer answer = new Http(client(store), server.getURI()).get("/v1/trending");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Strict-Transport-Security")).isEqualTo("max-age=31536000");
    }
  }

  /** A key pair with a certificate of its own for this machine. */
  private Path keyStore() throws IOException, InterruptedException {
    Path store = dir.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "server",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "SAN=dns:localhost,ip:127.0.0.1",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    PASSWORD))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    return store;
  }

  /** Trusts that certificate and no other. */
  private static HttpClient client(Path store) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      trusted.load(in, PASSWORD.toCharArray());
    }
    KeyStore certificates = KeyStore.getInstance("PKCS12");
    certificates.load(null, null);
    certificates.setCertificateEntry("server", trusted.getCertificate("server"));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(certificates);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private EmbeddedServer start(Map<String, Object> properties) {
    Map<String, Object> all = new HashMap<>(properties);
    all.put("micronaut.server.port", "-1");
    all.put("freshet.kafka.follow", "false");
    all.put("freshet.store.dir", dir.resolve("store").toString());
    return ApplicationContext.run(EmbeddedServer.class, all);
  }
}
