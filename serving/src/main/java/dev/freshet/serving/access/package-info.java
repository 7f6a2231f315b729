/**
 * Who may do what over HTTP: keys with roles, and the refusal to be open to others without any.
 * Start at {@link dev.freshet.serving.access.ApiKeys}; a route names its role with {@code @Secured}
 * and a constant of {@link dev.freshet.serving.access.Role}.
 */
@NullMarked
package dev.freshet.serving.access;

import org.jspecify.annotations.NullMarked;
