package dev.freshet.serving.connections;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Sees the bytes of one connection before the HTTP codec does. Tells the guard when a request
 * begins, and refuses a head with a folded header line, which the codec would join.
 */
final class HeadWatch extends ChannelInboundHandlerAdapter {

  private final RequestGuard guard;
  private boolean inHead;
  private boolean lineEmpty;
  private boolean anyLine;

  HeadWatch(RequestGuard guard) {
    this.guard = guard;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof ByteBuf bytes) {
      if (guard.isEnding()) {
        bytes.release();
        return;
      }
      if (bytes.isReadable()) {
        if (guard.startsHead()) {
          inHead = true;
          lineEmpty = true;
          anyLine = false;
        }
        guard.begin();
        if (inHead && folds(bytes)) {
          bytes.release();
          guard.refuseHead(Refusals.broken());
          return;
        }
      }
    }
    ctx.fireChannelRead(message);
  }

  /** Looks on to the empty line that ends the head; a line that begins with a blank is folded. */
  private boolean folds(ByteBuf bytes) {
    for (int i = bytes.readerIndex(); i < bytes.writerIndex(); i++) {
      byte b = bytes.getByte(i);
      if (b == '\n') {
        if (lineEmpty && anyLine) {
          inHead = false;
          return false;
        }
        lineEmpty = true;
      } else if (b != '\r') {
        if (lineEmpty && anyLine && (b == ' ' || b == '\t')) {
          return true;
        }
        lineEmpty = false;
        anyLine = true;
      }
    }
    return false;
  }
}
