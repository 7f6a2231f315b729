package dev.freshet.loadtests.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The TCP sockets on which a process waits for connections, as Linux lists them. */
final class ListeningSockets {

  private static final String LISTEN = "0A";

  private ListeningSockets() {}

  /** The address of each of them. */
  static List<InetAddress> of(ProcessHandle process) {
    Path proc = Path.of("/proc", Long.toString(process.pid()));
    Set<String> own = sockets(proc.resolve("fd"));
    List<InetAddress> addresses = new ArrayList<>();
    for (String table : List.of("net/tcp", "net/tcp6")) {
      try (Stream<String> rows = Files.lines(proc.resolve(table))) {
        rows.skip(1)
            .map(row -> row.strip().split("\\s+"))
            .filter(row -> row[3].equals(LISTEN) && own.contains(row[9]))
            .forEach(row -> addresses.add(address(row[1])));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return addresses;
  }

  /** Inode numbers of the open sockets. */
  private static Set<String> sockets(Path descriptors) {
    Set<String> inodes = new HashSet<>();
    try (Stream<Path> open = Files.list(descriptors)) {
      for (Path descriptor : (Iterable<Path>) open::iterator) {
        String target = target(descriptor);
        if (target.startsWith("socket:[")) {
          inodes.add(target.substring("socket:[".length(), target.length() - 1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return inodes;
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // closed meanwhile
    }
  }

  /** The kernel writes an address as words of four bytes in the machine's order. */
  private static InetAddress address(String local) {
    byte[] bytes = HexFormat.of().parseHex(local.substring(0, local.indexOf(':')));
    ByteBuffer words = ByteBuffer.wrap(bytes);
    ByteBuffer network = ByteBuffer.allocate(bytes.length);
    words.order(ByteOrder.LITTLE_ENDIAN);
    while (words.hasRemaining()) {
      network.putInt(words.getInt());
    }
    try {
      return InetAddress.getByAddress(network.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
