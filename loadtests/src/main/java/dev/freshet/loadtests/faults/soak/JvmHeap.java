package dev.freshet.loadtests.faults.soak;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Optional;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The heap of another JVM of the same user, through its management agent. */
final class JvmHeap implements AutoCloseable {

  private final JMXConnector connector;
  private final MemoryMXBean memory;

  private JvmHeap(JMXConnector connector, MemoryMXBean memory) {
    this.connector = connector;
    this.memory = memory;
  }

  /** Heap of the process with this id; empty where it is no JVM that lets itself be looked at. */
  @SuppressWarnings("BanJNDI") // what answers is a process that this run has started
  static Optional<JvmHeap> of(long pid) {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
      try {
        var url = new JMXServiceURL(machine.startLocalManagementAgent());
        JMXConnector connector = JMXConnectorFactory.connect(url);
        return Optional.of(
            new JvmHeap(
                connector,
                ManagementFactory.getPlatformMXBean(
                    connector.getMBeanServerConnection(), MemoryMXBean.class)));
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException | IOException e) {
      return Optional.empty();
    }
  }

  /** As it is now, with what no longer lives; empty where the JVM has ended. */
  Optional<MemoryUsage> now() {
    try {
      return Optional.of(memory.getHeapMemoryUsage());
    } catch (UndeclaredThrowableException e) {
      return Optional.empty(); // the connection is broken
    }
  }

  /** What lives: left after a full collection, which this starts. */
  Optional<MemoryUsage> live() {
    try {
      memory.gc();
      return now();
    } catch (UndeclaredThrowableException e) {
      return Optional.empty(); // the connection is broken
    }
  }

  @Override
  public void close() {
    try {
      connector.close();
    } catch (IOException e) {
      // the JVM has ended, and the connection with it
    }
  }
}
