/** Files of comma-separated values, read row by row; rows that cannot be read are counted. */
@NullMarked
package dev.freshet.models.data.csv;

import org.jspecify.annotations.NullMarked;
