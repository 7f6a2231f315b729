/** Text models behind HTTP: servers with the API of OpenAI, and what vLLM and SGLang add to it. */
@NullMarked
package dev.freshet.models.language.remote;

import org.jspecify.annotations.NullMarked;
