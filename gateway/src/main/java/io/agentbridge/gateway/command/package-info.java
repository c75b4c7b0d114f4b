/** The commands of the program that read a data folder or check a machine, and the options that they share. */
@NullMarked
package io.agentbridge.gateway.command;

import org.jspecify.annotations.NullMarked;
