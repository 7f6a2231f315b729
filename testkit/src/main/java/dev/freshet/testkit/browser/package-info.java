/**
 * A real browser for tests; whoever uses it declares Playwright and axe-core as its own test
 * dependencies. Start at {@link dev.freshet.testkit.browser.Chromium}.
 */
@NullMarked
package dev.freshet.testkit.browser;

import org.jspecify.annotations.NullMarked;
