/** Drives this client for the conformance kit: see {@code clients/conformance/README.md}. */
@NullMarked
package io.agentbridge.client.conformance;

import org.jspecify.annotations.NullMarked;
