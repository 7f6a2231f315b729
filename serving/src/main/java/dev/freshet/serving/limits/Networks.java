package dev.freshet.serving.limits;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** What counts as one address: of IPv6 a network of 64 bits, which one caller may have whole. */
public final class Networks {

  private static final int NETWORK_BYTES = 8;

  private Networks() {}

  /** Name of the network of {@code address}. */
  public static String name(InetAddress address) {
    byte[] bytes = address.getAddress();
    return HexFormat.of()
        .formatHex(bytes.length > NETWORK_BYTES ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
  }
}
