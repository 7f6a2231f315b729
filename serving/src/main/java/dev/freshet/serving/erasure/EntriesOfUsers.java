package dev.freshet.serving.erasure;

import java.util.List;

/** Says under which keys of the entries' topic something of a user lies. */
@FunctionalInterface
public interface EntriesOfUsers {

  /** The keys. */
  List<String> keys(String user);
}
