package dev.freshet.loadtests.http;

import java.util.List;

/**
 * The system's answer to a batch.
 *
 * @param accepted number of items that are now safe
 * @param rejected why each of the others was refused, for a person to read
 */
public record Acknowledgement(int accepted, List<String> rejected) {

  public Acknowledgement {
    rejected = List.copyOf(rejected);
  }
}
