@NullMarked
package io.agentbridge.journal;

import org.jspecify.annotations.NullMarked;
