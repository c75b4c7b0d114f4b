package io.agentbridge.gateway.codec;

/** The same readable values each time, none of them a default. */
final class ExampleValues extends RecordValues {
    private int numbers;
    private int choices;

    @Override
    String text(String component) {
        return component.equals("hash") ? "9f86d081884c7d65" : component + " \"é\" " + ++numbers;
    }

    @Override
    long number(String component) {
        return component.endsWith("Millis") ? 1_790_000_000_000L + ++numbers : ++numbers;
    }

    @Override
    int integer(String component) {
        return ++numbers;
    }

    @Override
    double fraction(String component) {
        return 0.25;
    }

    @Override
    boolean flag(String component) {
        return true;
    }

    @Override
    int listSize(String component) {
        return 2;
    }

    @Override
    int choice(int count) {
        // From the last to the first, so that defaults, which come first, are rare.
        return count - 1 - choices++ % Math.max(1, count - 1);
    }
}
