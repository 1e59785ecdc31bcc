package theseus.runtime.guest;

import theseus.runtime.GasAccount;

/** The outside's handle on this loader's {@link Meter}. */
public final class MeterAccount implements GasAccount {
    public MeterAccount() {
        Meter.stack = Meter.STACK_BYTES;
    }

    @Override
    public long left() {
        return Meter.gas;
    }

    @Override
    public void set(long gas) {
        Meter.gas = gas;
    }

    @Override
    public void charge(long gas) {
        Meter.charge(gas);
    }

    @Override
    public int stackLeft() {
        return Meter.stack;
    }

    @Override
    public void stack(int bytes) {
        Meter.stack = bytes;
    }
}
