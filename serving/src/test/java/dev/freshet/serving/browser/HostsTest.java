package dev.freshet.serving.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.serving.access.Role;
import dev.freshet.serving.access.TestKey;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {

  private static final String KEY = TestKey.of("ops", Role.ADMIN).record();

  @ParameterizedTest
  @CsvSource({
    "localhost, true",
    "LOCALHOST:8080, true",
    "127.0.0.1:8080, true",
    "127.8.9.10, true",
    "[::1]:8080, true",
    "192.0.2.7:8080, true",
    "192.0.2.8:8080, false",
    "x.localhost, false",
    "x.localhost:8080, false",
    "localhost., false",
    "localhost.evil.example, false",
    "evil.example, false",
    "127.0.0.1.evil.example, false",
    "localhost@evil.example, false",
    "'localhost, evil.example', false",
    "2130706433, false",
    "'', false",
    "feeds.example, true",
    "Feeds.Example:8443, true",
    "app.example:9000, true",
    "app.example:9001, false",
    "app.example, false"
  })
  void allowsThisMachineAndWhatIsConfigured(String host, boolean allowed)
      throws UnknownHostException {
    Hosts hosts = hosts("", "feeds.example, app.example:9000");

    assertThat(hosts.allows(host, InetAddress.getByName("192.0.2.7"))).isEqualTo(allowed);
  }

  @Test
  void allowsAnyHostOnANodeWithKeysOnly() {
    assertThat(hosts(KEY, "*").allows("evil.example", null)).isTrue();
    assertThat(hosts(KEY, "").allows("evil.example", null)).isFalse();
    assertThatThrownBy(() -> hosts("", "*")).hasMessageContaining("freshet.access.hosts");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://feeds.example", "feeds.example/", "feeds example", "*.example"})
  void refusesWhatIsNoHost(String entry) {
    assertThatThrownBy(() -> hosts("", entry)).hasMessageContaining("freshet.access.hosts");
  }

  private static Hosts hosts(String keys, String hosts) {
    return new Hosts(new BrowserConfig(hosts, ""), TestKey.node(keys));
  }
}
