/** Specifications of what people are told. */
@NullMarked
package io.agentbridge.gateway.story;

import org.jspecify.annotations.NullMarked;
