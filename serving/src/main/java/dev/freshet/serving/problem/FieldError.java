package dev.freshet.serving.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * One field that breaks a rule.
 *
 * @param index place in the batch, from 0; null where the request is no batch
 * @param field name of the field, parameter or path part; as it came from outside it may be long or
 *     broken, so it is cut after 64 characters, and what no text may hold is replaced
 * @param detail the rule, and the value where it is short
 */
@Serdeable
public record FieldError(
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer index,
    String field,
    String detail) {

  private static final int MAX_NAME = 64;

  public FieldError {
    field = shown(field);
  }

  private static String shown(String name) {
    String cut = name.length() > MAX_NAME ? name.substring(0, MAX_NAME) + "…" : name;
    return cut.replaceAll("[\\p{Cntrl}\\p{Cs}\\uFFFF]", "?");
  }
}
