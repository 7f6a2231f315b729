package dev.freshet.local.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class BrokerProxyTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @Test
  void passesBytesBothWays() throws IOException {
    try (var broker = new ServerSocket(0, 1, LOOPBACK);
        var proxy = new ServerSocket(0, 1, LOOPBACK);
        var client = new Socket(LOOPBACK, proxy.getLocalPort())) {
      BrokerProxy.passOn(proxy.accept(), broker.getLocalPort());
      try (Socket served = broker.accept()) {
        client.getOutputStream().write("fetch".getBytes(StandardCharsets.UTF_8));
        byte[] asked = served.getInputStream().readNBytes(5);
        served.getOutputStream().write("records".getBytes(StandardCharsets.UTF_8));
        byte[] answered = client.getInputStream().readNBytes(7);

        assertThat(new String(asked, StandardCharsets.UTF_8)).isEqualTo("fetch");
        assertThat(new String(answered, StandardCharsets.UTF_8)).isEqualTo("records");
      }
      assertThat(client.getInputStream().read()).as("the broker has hung up").isEqualTo(-1);
    }
  }

  @Test
  void hangsUpWhereTheBrokerIsDown() throws IOException {
    try (var proxy = new ServerSocket(0, 1, LOOPBACK);
        var client = new Socket(LOOPBACK, proxy.getLocalPort())) {
      BrokerProxy.passOn(proxy.accept(), Port.free());

      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }
}
