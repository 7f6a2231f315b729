/**
 * What pages in a browser may do: which hosts a node answers for, which origins may ask, and what a
 * browser must not do with an answer. Start at {@link dev.freshet.serving.browser.BrowserFilter}.
 */
@NullMarked
package dev.freshet.serving.browser;

import org.jspecify.annotations.NullMarked;
