package dev.freshet.serving.problem;

import io.micronaut.core.annotation.AnnotationValue;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.validation.validator.constraints.ConstraintValidator;
import io.micronaut.validation.validator.constraints.ConstraintValidatorContext;
import jakarta.validation.Constraint;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Ids in a parameter, separated by commas; none where the parameter is empty. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
@Constraint(validatedBy = IdList.Validator.class)
public @interface IdList {

  /** Most ids. */
  int max();

  /** What the parameter must be. */
  String message() default
      "must list at most {max} ids, each of 1 to 256 characters, separated by commas";

  /** Looks at every id of the list. */
  @Introspected
  final class Validator implements ConstraintValidator<IdList, String> {

    private static final Pattern ID =
        Pattern.compile("[^\\p{Cntrl}\\uFFFD\\uFFFF]{1,256}", Pattern.DOTALL);

    @Override
    public boolean isValid(
        @Nullable String value,
        AnnotationValue<IdList> annotation,
        ConstraintValidatorContext context) {
      if (value == null || value.isEmpty()) {
        return true;
      }
      String[] ids = value.split(",", -1);
      return ids.length <= annotation.intValue("max").orElse(0)
          && Arrays.stream(ids).allMatch(id -> !id.isBlank() && ID.matcher(id).matches());
    }
  }
}
