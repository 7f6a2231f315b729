package dev.freshet.serving;

import dev.freshet.testkit.Patience;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** One connection on which a test writes what no client would. */
public final class RawHttp implements AutoCloseable {

  private final Socket socket;

  private RawHttp(Socket socket) {
    this.socket = socket;
  }

  /** Connects to the server. */
  public static RawHttp to(URI server) {
    try {
      Socket socket = new Socket(server.getHost(), server.getPort());
      socket.setSoTimeout(Math.toIntExact(Patience.LIMIT.toMillis()));
      return new RawHttp(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends each character as one byte. */
  public RawHttp send(String bytes) {
    try {
      OutputStream out = socket.getOutputStream();
      out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Everything up to the end of the connection; fails where the server keeps it open. */
  public String readToEnd() {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try {
      InputStream in = socket.getInputStream();
      in.transferTo(read);
    } catch (IOException e) {
      throw new UncheckedIOException("after " + read.toString(StandardCharsets.UTF_8), e);
    }
    return read.toString(StandardCharsets.UTF_8);
  }

  /** Everything up to the end of the next head. */
  public String readHead() {
    StringBuilder read = new StringBuilder();
    try {
      InputStream in = socket.getInputStream();
      while (read.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          break;
        }
        read.append((char) next);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("after " + read, e);
    }
    return read.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
