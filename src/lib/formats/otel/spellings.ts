/** Spellings of a provider (lower case) -> OpenTelemetry's name for it. */
export const providerNames: Readonly<Record<string, string>> = {
	'openai.responses': 'openai',
	'openai.chat': 'openai',
	'openai.completion': 'openai',
	'openai.embedding': 'openai',
	'anthropic.messages': 'anthropic',
	'azure-openai': 'azure.ai.openai',
	azure_openai: 'azure.ai.openai',
	'az.ai.openai': 'azure.ai.openai',
	'azure-openai.responses': 'azure.ai.openai',
	'azure-openai.chat': 'azure.ai.openai',
	'az.ai.inference': 'azure.ai.inference',
	'amazon-bedrock': 'aws.bedrock',
	aws_bedrock: 'aws.bedrock',
	bedrock: 'aws.bedrock',
	gemini: 'gcp.gemini',
	'google.generative-ai': 'gcp.gemini',
	google_genai: 'gcp.gemini',
	vertex_ai: 'gcp.vertex_ai',
	google_vertexai: 'gcp.vertex_ai',
	'google.vertex.chat': 'gcp.vertex_ai',
	xai: 'x_ai',
	'xai.chat': 'x_ai',
	mistral: 'mistral_ai',
	mistralai: 'mistral_ai',
	'mistral.chat': 'mistral_ai'
};

/** What an evaluation's label (lower case) says about the outcome. */
export const outcomeLabels: Readonly<Record<string, string>> = {
	...Object.fromEntries(
		['pass', 'passed', 'success', 'correct', 'resolved', 'approved', 'c', 'yes', 'true', '1'].map(
			(label) => [label, 'success']
		)
	),
	...Object.fromEntries(
		[
			...['fail', 'failed', 'failure', 'incorrect', 'unresolved', 'rejected'],
			...['i', 'no', 'false', '0']
		].map((label) => [label, 'failure'])
	),
	p: 'partial',
	partial: 'partial'
};

/** Error types (lower case) that mean somebody stopped it. */
export const cancellations = [
	...['cancelled', 'canceled', 'cancellederror', 'asyncio.cancellederror', 'aborterror'],
	...['asyncio.exceptions.cancellederror', 'context canceled', 'keyboardinterrupt']
] as const;

/** Choices (lower case) by which an agent leaves the work to somebody else. */
export const abstentions = [
	...['abstain', 'abstained', 'escalate', 'escalate_to_human', 'handoff_to_human'],
	...['human_handoff', 'transfer_to_human']
] as const;
