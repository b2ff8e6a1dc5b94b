package com.campaignmanager.campaign;

import com.campaignmanager.customer.Customers;

/** Deletes a customer with all messages to them, and ends the campaigns of which these were the last. */
public final class DeleteCustomer {
    private final Customers customers;
    private final DueWork work;
    private final CloseCampaigns close;

    public DeleteCustomer(Customers customers, DueWork work, CloseCampaigns close) {
        this.customers = customers;
        this.work = work;
        this.close = close;
    }

    /** Does nothing if there is no such customer. A message that is being sent at this moment may still arrive. */
    public void delete(long id) {
        work.announceIfPossible();
        close.closeIfPossible(customers.delete(id));
    }
}
