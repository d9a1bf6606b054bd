// botbuilder-js as its samples use it: `bot.js PORT echo|waterfall`. No authentication, memory state.
'use strict';

const http = require('http');
const {
    ActivityHandler,
    CloudAdapter,
    ConfigurationBotFrameworkAuthentication,
    ConversationState,
    MemoryStorage,
    UserState,
} = require('botbuilder');
const {
    ChoiceFactory,
    ChoicePrompt,
    ComponentDialog,
    ConfirmPrompt,
    DialogSet,
    DialogTurnStatus,
    NumberPrompt,
    TextPrompt,
    WaterfallDialog,
} = require('botbuilder-dialogs');

class Echo extends ActivityHandler {
    constructor() {
        super();
        this.onMessage(async (context, next) => {
            await context.sendActivity(`Echo: ${context.activity.text}`);
            await next();
        });
    }
}

// The samples' DialogBot.
class Walks extends ActivityHandler {
    constructor() {
        super();
        const memory = new MemoryStorage();
        this.conversation = new ConversationState(memory);
        this.user = new UserState(memory);
        this.dialog = new ProfileDialog(this.user);
        this.at = this.conversation.createProperty('DialogState');
        this.onMessage(async (context, next) => {
            await this.dialog.run(context, this.at);
            await next();
        });
    }

    async run(context) {
        await super.run(context);
        await this.conversation.saveChanges(context, false);
        await this.user.saveChanges(context, false);
    }
}

// The samples' multi-turn prompt: five questions, one reply a turn, and no picture, which Teams skips.
class ProfileDialog extends ComponentDialog {
    constructor(userState) {
        super('profile');
        this.profile = userState.createProperty('Profile');
        const steps = [this.transport, this.name, this.wantsAge, this.age, this.confirm, this.done];
        this.addDialog(new WaterfallDialog('walk', steps.map((step) => step.bind(this))));
        this.addDialog(new ChoicePrompt('choice'));
        this.addDialog(new TextPrompt('text'));
        this.addDialog(new ConfirmPrompt('confirm'));
        this.addDialog(new NumberPrompt('number', isAge));
        this.initialDialogId = 'walk';
    }

    async run(context, accessor) {
        const dialogs = new DialogSet(accessor);
        dialogs.add(this);
        const dialogContext = await dialogs.createContext(context);
        const result = await dialogContext.continueDialog();
        if (result.status === DialogTurnStatus.empty) {
            await dialogContext.beginDialog(this.id);
        }
    }

    async transport(step) {
        const choices = ChoiceFactory.toChoices(['Car', 'Bus', 'Bicycle']);
        return await step.prompt('choice', { prompt: 'Please enter your mode of transport.', choices });
    }

    async name(step) {
        step.values.transport = step.result.value;
        return await step.prompt('text', 'Please enter your name.');
    }

    async wantsAge(step) {
        step.values.name = step.result;
        return await step.prompt('confirm', `Thanks ${step.result}. Would you like to give your age?`);
    }

    async age(step) {
        if (!step.result) {
            return await step.next(-1);
        }
        const retryPrompt = 'The value entered must be greater than 0 and less than 150.';
        return await step.prompt('number', { prompt: 'Please enter your age.', retryPrompt });
    }

    async confirm(step) {
        step.values.age = step.result;
        return await step.prompt('confirm', `I have your age as ${step.result}. Is this ok?`);
    }

    async done(step) {
        let told = 'Thanks. Your profile will not be kept.';
        if (step.result) {
            const profile = await this.profile.get(step.context, {});
            profile.transport = step.values.transport;
            profile.name = step.values.name;
            profile.age = step.values.age;
            told = `I have your mode of transport as ${profile.transport} and your name as ${profile.name}.`;
        }
        await step.context.sendActivity(told);
        return await step.endDialog();
    }
}

async function isAge(prompt) {
    return prompt.recognized.succeeded && prompt.recognized.value > 0 && prompt.recognized.value < 150;
}

const [port, script] = process.argv.slice(2);
const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
const bot = script === 'echo' ? new Echo() : new Walks();

// Node's own server does what restify does in the samples, for less.
http.createServer((request, response) => {
    response.status = (code) => {
        response.statusCode = code;
    };
    response.header = () => {};
    response.send = (body) => {
        response.write(JSON.stringify(body));
    };
    if (request.method !== 'POST') {
        response.status(404);
        response.end();
        return;
    }
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
        request.body = JSON.parse(Buffer.concat(chunks));
        delete request.headers.authorization; // nobody is registered here
        await adapter.process(request, response, (context) => bot.run(context));
    });
}).listen(Number(port), '127.0.0.1');
