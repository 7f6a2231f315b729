package dev.freshet.serving.problem;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An id in a path or parameter: 1 to 256 characters, not blank, without control characters. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
@Size(min = 1, max = 256)
@Pattern(
    regexp =
        "[^\\p{Cntrl}\\uFFFD\\uFFFF]*[^\\s\\p{Cntrl}\\uFFFD\\uFFFF][^\\p{Cntrl}\\uFFFD\\uFFFF]*",
    message = "must not be blank or contain control characters")
public @interface Id {}
