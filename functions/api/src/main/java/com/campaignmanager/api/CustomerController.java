package com.campaignmanager.api;

import com.campaignmanager.campaign.Change;
import com.campaignmanager.campaign.CloseCampaigns;
import com.campaignmanager.customer.Customer;
import com.campaignmanager.customer.CustomerChanges;
import com.campaignmanager.customer.CustomerField;
import com.campaignmanager.customer.CustomerFilter;
import com.campaignmanager.customer.CustomerList;
import com.campaignmanager.customer.Customers;
import com.campaignmanager.customer.PhoneNumbers;
import com.campaignmanager.page.PageRequest;
import com.campaignmanager.problem.Refusal;
import java.net.URI;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /customers}. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
final class CustomerController {
    private static final String LIST = "/customers";
    /** Not what {@link ImportController} has. */
    private static final String ONE = LIST + "/{id:(?!imports?$).*}";

    private final Customers customers;
    private final CustomerList list;
    private final CloseCampaigns closeCampaigns;
    private final JsonType<String> phone;

    CustomerController(Customers customers, CustomerList list, CloseCampaigns closeCampaigns, PhoneNumbers phones) {
        this.customers = customers;
        this.list = list;
        this.closeCampaigns = closeCampaigns;
        this.phone = JsonTypes.text(written -> phones.e164(written).isPresent()
                ? Optional.empty()
                : Optional.of(new Refusal("bad_phone", "is not " + phones.accepted())));
    }

    @GetMapping(LIST)
    ResponseEntity<Lists.PageView<Customer>> list(Query query) {
        CustomerFilter filter = new CustomerFilter(
                query.filter(CustomerField.LOCATION.word()),
                query.filter(CustomerField.PREFERRED_PRODUCT.word()),
                query.filter(CustomerField.PHONE.word()));
        PageRequest page = query.page();
        query.end();
        return Lists.answer(list.read(filter, page), LIST, query);
    }

    @PostMapping(LIST)
    ResponseEntity<Customer> create(Body body) throws HttpMediaTypeNotSupportedException {
        JsonBody json = body.json();
        CustomerChanges fields = changes(json, json.required(CustomerField.PHONE.word(), phone));
        Customer created = customers.create(fields);
        return ResponseEntity.created(URI.create(LIST + "/" + created.id())).body(created);
    }

    @GetMapping(ONE)
    Customer get(@PathVariable String id) {
        return customers.get(Parameters.id(id));
    }

    @PatchMapping(ONE)
    Customer patch(@PathVariable String id, Body body) throws HttpMediaTypeNotSupportedException {
        long customer = Parameters.id(id);
        JsonBody json = body.mergePatch();
        return customers.patch(customer, changes(json, json.given(CustomerField.PHONE.word(), phone)));
    }

    @DeleteMapping(ONE)
    ResponseEntity<Void> delete(@PathVariable String id) {
        closeCampaigns.close(customers.delete(Parameters.id(id)));
        return ResponseEntity.noContent().build();
    }

    private static CustomerChanges changes(JsonBody json, Optional<String> phone) {
        CustomerChanges changes = new CustomerChanges(
                phone,
                text(json, CustomerField.FIRST_NAME),
                text(json, CustomerField.LAST_NAME),
                text(json, CustomerField.LOCATION),
                text(json, CustomerField.PREFERRED_PRODUCT));
        json.end();
        return changes;
    }

    /** Null clears, which is an empty string. */
    private static Optional<String> text(JsonBody json, CustomerField field) {
        JsonType<String> type =
                JsonTypes.text(value -> CustomerField.refusal(value).map(Refusal::of));
        return switch (json.change(field.word(), type)) {
            case Change.Kept<String> _ -> Optional.empty();
            case Change.Cleared<String> _ -> Optional.of("");
            case Change.Replaced<String>(String value) -> Optional.of(value);
        };
    }
}
