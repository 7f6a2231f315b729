package dev.freshet.serving.browser;

import dev.freshet.serving.access.AccessConfig;
import dev.freshet.serving.access.ApiKeys;
import io.netty.util.NetUtil;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that a node answers for: this machine, the address that a connection came to, and the
 * names that are configured. Any other name may be one that somebody else points at the node, so
 * that a browser takes their page and the node for one site.
 */
@Singleton
final class Hosts {

  private static final String ANY = "*";
  private static final Pattern NAME =
      Pattern.compile("([a-z0-9]([a-z0-9._-]*[a-z0-9])?|\\[[0-9a-f:.]+])(:[0-9]{1,5})?");

  private final Set<String> configured = new HashSet<>();

  /**
   * @throws IllegalArgumentException if an entry is no host, or any host is allowed without keys
   */
  Hosts(BrowserConfig config, ApiKeys keys) {
    for (String entry : AccessConfig.entries(config.hosts())) {
      String host = entry.toLowerCase(Locale.ROOT);
      if (host.equals(ANY) ? keys.isEmpty() : !NAME.matcher(host).matches()) {
        throw new IllegalArgumentException(
            "freshet.access.hosts: must be names or addresses, or * on a node with keys: " + entry);
      }
      configured.add(host);
    }
  }

  /**
   * Whether the node answers for a host.
   *
   * @param header a {@code Host} header
   * @param local where the connection came to; null where it is unknown
   */
  boolean allows(String header, @Nullable InetAddress local) {
    String host = header.toLowerCase(Locale.ROOT);
    if (!NAME.matcher(host).matches()) {
      return false;
    }
    String name = withoutPort(host);
    return name.equals("localhost")
        || isOurs(name, local)
        || configured.contains(name)
        || configured.contains(host)
        || configured.contains(ANY);
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }

  /** Whether the name is an address, this machine's own or the one that was connected to. */
  private static boolean isOurs(String name, @Nullable InetAddress local) {
    String address = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
    @Nullable InetAddress parsed = NetUtil.createInetAddressFromIpAddressString(address);
    return parsed != null && (parsed.isLoopbackAddress() || parsed.equals(local));
  }
}
