package dev.freshet.serving.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.serving.Http;
import dev.freshet.serving.Http.Answer;
import dev.freshet.testkit.SelfSigned;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
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
    SelfSigned key = SelfSigned.in(dir);
    try (EmbeddedServer server =
        start(
            Map.of(
                "micronaut.server.ssl.enabled",
                "true",
                "micronaut.server.ssl.port",
                "-1",
                "micronaut.server.ssl.key-store.path",
                key.keyStore().toUri().toString(),
                "micronaut.server.ssl.key-store.type",
                SelfSigned.TYPE,
                "micronaut.server.ssl.key-store.password",
                SelfSigned.PASSWORD))) {
      assertThat(server.getURI().getScheme()).isEqualTo("https");

      Answer answer = new Http(client(key), server.getURI()).get("/v1/trending");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Strict-Transport-Security")).isEqualTo("max-age=31536000");
    }
  }

  /** Trusts that certificate and no other. */
  private static HttpClient client(SelfSigned key) throws IOException, GeneralSecurityException {
    KeyStore certificates = KeyStore.getInstance(SelfSigned.TYPE);
    certificates.load(null, null);
    try (InputStream in = Files.newInputStream(key.certificate())) {
      certificates.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
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
