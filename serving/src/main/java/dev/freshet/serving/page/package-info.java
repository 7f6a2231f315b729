/**
 * What a page is: what is asked for, what is answered, and why it is not what was asked for. Start
 * at {@link dev.freshet.serving.page.Page}.
 */
@NullMarked
package dev.freshet.serving.page;

import org.jspecify.annotations.NullMarked;
