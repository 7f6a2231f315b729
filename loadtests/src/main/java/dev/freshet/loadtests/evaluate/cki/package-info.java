/**
 * The experiment behind the page of CKI: {@link dev.freshet.loadtests.evaluate.cki.CkiExperiment}.
 */
@NullMarked
package dev.freshet.loadtests.evaluate.cki;

import org.jspecify.annotations.NullMarked;
