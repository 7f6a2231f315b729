package dev.freshet.serving.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class FailedLoginsTest {

  @Test
  void takesEachAddressForOneCallerAndOfTheNewKindEachNetwork() throws UnknownHostException {
    assertThat(network("192.0.2.1")).isNotEqualTo(network("192.0.2.2"));
    assertThat(network("2001:db8:0:1::1")).isEqualTo(network("2001:db8:0:1:ffff::2"));
    assertThat(network("2001:db8:0:1::1")).isNotEqualTo(network("2001:db8:0:2::1"));
  }

  private static String network(String address) throws UnknownHostException {
    return Networks.name(InetAddress.getByName(address));
  }
}
